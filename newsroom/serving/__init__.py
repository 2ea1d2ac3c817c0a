"""How requests are taken in and answered: a worker class for gunicorn, and what its processes know of each other.

worker.py       requests come in, answers go out
loop.py         under it: connections come, are waited for, and go
connection.py   one connection: what came in, what is still to be sent
requests.py     from the bytes of a head to a request, or to the status that refuses it
answering.py    a request in the hands of a thread
heads.py        the lines before a body, as bytes
addresses.py    which processes serve an address
together.py     the processes of one site: who serves the desk, who has how many connections
"""
