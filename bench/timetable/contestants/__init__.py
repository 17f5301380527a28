"""Those who solve the same problem, each in a process of its own, telling every plan with its CPU."""
