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
    about: "A bare @RateLimited: 1000 an hour for a user, 100 an hour for an address when nobody is logged in." },
  { name: "login", method: "POST", path: "api/login", form: true,
    about: "Scope.LOGIN: 5 a minute for each address. It tells a guesser no more than when to come back." },
  { name: "reports", method: "GET", path: "api/reports",
    about: "A policy of the configuration: 10 an hour. Who asks for an eleventh is blocked for 5 minutes, and until the hour has room again." },
  { name: "search", method: "GET", path: "api/search", growing: true,
    about: "3 in 10 seconds, and blocks that grow: 5 seconds, then 10, 20, 40, at most 60. "
      + "To ask meanwhile does not prolong them." },
  { name: "quote", method: "GET", path: "api/quote",
    about: "The resource has no limit, the CDI bean that it calls has: 3 a second for each caller. Its exception becomes the same 429." },
  { name: "legacy", method: "GET", path: "legacy",
    about: "A plain servlet behind the filter of web.xml: 20 a minute." },
  { name: "free", method: "GET", path: "api/free",
    about: "Nothing names it, so nothing limits it." },
];
