"""Screenings as they are filled in, levels of care as they are decided, and warm referrals."""
