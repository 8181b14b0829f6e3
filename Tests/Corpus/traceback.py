def outer(value):
    return inner(value)


def inner(value):
    try:
        return {}[value]
    except KeyError as error:
        raise ValueError("no " + value) from error


outer("key")
