"""Addresses of every page on the seeds, for tests that look at all of them."""

FOUR = "&".join(f"of=cluster:{name}" for name in ("foodregio", "nieke", "fpi", "giqs"))
FPI = "cluster:fpi"
DIL = "organization:pic-998036008"
PROJECT = "project:grant-633098"
CHAIN = "/chain/food-processing"

PAGES = {
    "home": "/",
    "search": "/search?q=food",
    "search-nothing": "/search?q=xyzzyx",
    "board": f"{CHAIN}?{FOUR}",
    "board-proof": f"{CHAIN}?{FOUR}&stage=processing",
    "board-nobody": CHAIN,
    "gaps": f"{CHAIN}/gaps?{FOUR}",
    "resilience": f"{CHAIN}/resilience?{FOUR}&leave=cluster:foodregio",
    "compare": f"{CHAIN}/compare?a=cluster:foodregio&b=cluster:nieke",
    "exchange": f"{CHAIN}/exchange?{FOUR}",
    "exchange-all": f"{CHAIN}/exchange?reading=strict",
    "alliance": "/alliance/food-processing?reading=strict",
    "same": f"/organizations/{DIL}/same?other=organization:pic-998511696",
    "organization": f"/organizations/{DIL}",
    "cluster": f"/clusters/{FPI}",
    "project": f"/projects/{PROJECT}",
    "region": "/regions/region:DE94",
    "stage": "/stages/food-processing/processing",
    "partners": "/partners",
    "partners-organization": f"/partners/{DIL}",
    "partners-cluster": f"/partners/{FPI}",
    "partners-nobody": f"/partners/{DIL}?country=MT&active_since=2099",
    "meet": "/meet",
    "implementers": "/implementers",
    "problem": "/problem",
    "profiles": "/profiles",
    "profile-new": "/profiles/new",
    "saved": "/saved",
    "outcomes": "/outcomes",
    "members": "/members",
    "members-cluster": f"/members/{FPI}",
    "map": "/map?view=network",
    "trends": "/trends",
    "desk": "/desk",
    "desk-cluster": f"/desk?of={FPI}",
    "data": "/data",
    "imprint": "/about/imprint",
    "privacy": "/about/privacy",
    "accessibility": "/about/accessibility",
    "sources": "/about/sources",
    "help": "/about/help",
    "api": "/about/api",
    "error": "/nothing-here",
}
