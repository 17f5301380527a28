"""When a plan is looked at again, and why then."""
