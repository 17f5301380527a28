"""What every way in looks like: layouts, components, charts, type, and the pages for when it goes wrong."""
