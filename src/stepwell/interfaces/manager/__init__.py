"""The manager's and intake's pages: the week of a site, hours, people, set-up."""
