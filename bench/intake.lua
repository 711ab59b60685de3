-- What the tracker sends for a page view. The site's key comes as an argument; every event has an id of its own.
local head, tail, n

function init(args)
   head = '{"k":"' .. (args[1] or "") .. '","t":1796000000000,"b":[{"i":"'
   tail = '","n":"view","u":"https://acme.example/precos?utm_source=newsletter&utm_medium=email","t":1796000000000,' ..
      '"w":1440,"c":35,"v":"0f8fad5bd9cb469fa16570867728950e","s":0,"r":"https://busca.example/"}]}'
   math.randomseed(os.time())
   n = math.random(0, 2 ^ 31)
   wrk.headers["Content-Type"] = "text/plain;charset=UTF-8"
   wrk.headers["Origin"] = "https://acme.example"
   wrk.headers["User-Agent"] = "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0"
   wrk.headers["Accept-Language"] = "pt-BR,pt;q=0.9"
end

function request()
   n = n + 1
   return wrk.format("POST", nil, nil, head .. string.format("%032x", n) .. tail)
end
