-- What a page view sends, about as long as one.
wrk.method = "POST"
wrk.body = '{"kind":"view","path":"/precos","referrer":"https://busca.example/","visitor":"0f8fad5b-d9cb-469f-a165-70867728950e","utm":{"source":"newsletter"}}'
wrk.headers["Content-Type"] = "application/json"
