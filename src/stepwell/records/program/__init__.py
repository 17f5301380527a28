"""What a program is made of: sites, rooms, staff, services, templates."""
