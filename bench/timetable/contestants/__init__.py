"""Those who solve the same problem: each in a process of its own, telling every plan it finds with its CPU."""
