"""Signing in and out, invitations, second factor, and whose organization a request is in."""
