// What the page offers: one card per line. Paths are relative, so that the page works below any context root.

export const endpoints = [
  { name: "orders", method: "GET", path: "api/orders", wide: true,
    about: "Scope tenant: all callers of a customer share its limits, and its tier says how large these are. "
      + "The login says who the customer is, never a header. Choose a tier: one of its customers asks.",
    choices: {
      legend: "Tier",
      callers: {
        Free: "ann@kiosk.example",
        Basic: "cleo@bakery.example",
        Premium: "dan@market.example",
        Enterprise: "eva@harbour.example",
      },
    } },
  { name: "hello", method: "GET", path: "api/hello",
    about: "A bare @RateLimited: 1000 an hour for a user, 100 an hour for an address where no user is logged in." },
  { name: "login", method: "POST", path: "api/login", form: true,
    about: "Scope.LOGIN: 5 a minute for each address. It tells a guesser no more than when to come back." },
  { name: "reports", method: "GET", path: "api/reports",
    about: "A policy of the configuration: 10 an hour. Who asks for an eleventh is blocked for 5 minutes, and until the hour has room again." },
  { name: "search", method: "GET", path: "api/search", growing: true,
    about: "3 in 10 seconds, and blocks that grow: 5 seconds, then 10, 20, 40, at most 60. "
      + "To ask meanwhile does not prolong them." },
  { name: "quote", method: "GET", path: "api/quote",
    about: "The resource has no limit, the CDI bean that it calls has: 3 a second for each caller. Its exception becomes the same 429." },
  { name: "export", method: "GET", path: "api/export",
    about: "concurrency = 3: each takes a second and a half, as often as you like, but no more than three at once." },
  { name: "answers", method: "GET", path: "api/answers",
    about: "An answer reserves 500 of 2000 tokens a minute and settles what it took: four at once, and many one after another." },
  { name: "lookup", method: "GET", path: "api/lookup/{number}",
    about: "count = \"failures\": who finds something can go on, five misses a minute are enough. A permit that was not needed comes back.",
    choices: { legend: "Number", paths: { "42, is there": "api/lookup/42", "7, is not": "api/lookup/7" } } },
  { name: "coupons", method: "GET", path: "api/coupons/{code}",
    about: "adaptive = true: 100 a minute, and 15 % less for a caller with twenty misses in a row. Each further twenty cost as much again.",
    choices: { legend: "Code", paths: { valid: "api/coupons/SPRING", guessed: "api/coupons/WINTER" } } },
  { name: "legacy", method: "GET", path: "legacy",
    about: "A plain servlet behind the filter of web.xml: 20 a minute." },
  { name: "free", method: "GET", path: "api/free",
    about: "Nothing names it, so nothing limits it." },
];
