"""What the student's code may do with an object of a test, besides its attributes and iteration."""

ASKING: tuple[str, ...] = (
    "enter",
    "exit",
    "len",
    "getitem",
    "setitem",
    "contains",
    "str",
    "repr",
    "bool",
)
ASKING += (
    "eq",
    "ne",
    "lt",
    "le",
    "gt",
    "ge",
    "add",
    "sub",
    "mul",
    "truediv",
    "neg",
    "abs",
    "float",
)
ASKING += ("radd", "rmul", "int", "index")
