"""Answers to instruments, daily check-ins, drug tests, self-reported use."""
