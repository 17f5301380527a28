"""Asking for help: public pages of one question at a time, without an account."""
