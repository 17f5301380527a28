"""What people type on the manager's and intake's pages."""
