"""The paired-care bot, 结对助手.

Four packages: bot (what it is), handlers (what people say), scheduler (what the clock says), db (what it remembers).
Imports point inwards: app > handlers | scheduler > texts | files | runtime > services > db > domain.
A message goes handlers -> runtime.run -> services, is committed, and only then answered and acknowledged.
"""
