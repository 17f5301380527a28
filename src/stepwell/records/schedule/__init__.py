"""Groups as series, dated rosters, and the sessions they become."""
