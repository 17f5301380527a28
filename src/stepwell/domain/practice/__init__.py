"""What people practice between sessions: tools and own plans as screens of fields, and what may be told."""
