"""x"""
def moves(*a): return []
