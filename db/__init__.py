"""What the bot remembers: tables, queries, migrations.

Others import `db.session` and the query modules, one a subject.
"""
