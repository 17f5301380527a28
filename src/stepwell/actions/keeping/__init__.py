"""Keeping the installation: the trail verified, keys rotated, backups made and laid out again."""

from stepwell.actions.keeping.verifying import UnreadableTrail, Verdict, verify_trails

__all__ = ["UnreadableTrail", "Verdict", "verify_trails"]
