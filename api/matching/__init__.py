"""Who is probably one person: contacts that agree, names that resemble, and how likely it is.

Nothing here merges anybody; it proposes, with a score and the reasons, and a coordinator decides.
"""
