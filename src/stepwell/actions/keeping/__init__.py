"""Keeping the installation: the trail verified, keys rotated, backups made and laid out again.

Nothing is imported here, because a backup is laid out before Django is set up.
"""
