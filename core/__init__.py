"""What every app stands on: users, records and relations, partial dates, sources, figures, texts, audience, outbox."""
