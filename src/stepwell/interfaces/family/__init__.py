"""What family and supporters see."""
