"""The year after: when somebody calls, and how it goes on."""
