"""The privacy officer's pages: who opened whose record, and the seal of the trail."""
