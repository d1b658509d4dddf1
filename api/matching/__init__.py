"""How likely two records are one person: contacts that agree, names that resemble each other.

Nothing here merges anybody; it proposes, with a score and the reasons, and a coordinator decides.
"""
