"""The access trail: who opened whose record, why and when; append-only, hash-chained."""
