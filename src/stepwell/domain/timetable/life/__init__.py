"""A site's real week, with dates, zones, shifts and rooms, as a problem the solver knows, and back.

The solver knows slots and no dates. What is told here in civil time becomes half-hour slots of one week at
one site; a plan becomes groups and hours with dates again. Everything is pure: records come and go elsewhere.
"""
