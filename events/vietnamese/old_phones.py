"""Telephone numbers from before the changes of 2017 and 2018, and what they are today.

Sources: decision 2036/QĐ-BTTTT of 2016 (area codes of 59 provinces, changed from February to June
2017) and 798/QĐ-BTTTT of 2018 (mobile numbers of eleven digits, September to November 2018).
"""

import re

# without the 0 before them; Phú Thọ, Vĩnh Phúc, Hòa Bình and Hà Giang kept theirs
AREAS = """
    20>214 22>212 25>205 26>206 27>207 29>216 30>229 31>225 33>203 36>227 37>237 38>238 39>239 4>24
    52>232 53>233 54>234 55>255 56>256 57>257 58>258 59>269 60>260 61>251 62>252 63>263 64>254
    66>276 67>277 68>259 70>270 72>272 73>273 74>294 75>275 76>296 77>297 79>299 8>28
    230>215 231>213 240>204 241>222 280>208 281>209 320>220 321>221 350>228 351>226
    500>262 501>261 510>235 511>236 650>274 651>271 710>292 711>293 780>290 781>291
"""
MOBILES = """
    120>70 121>79 122>77 123>83 124>84 125>85 126>76 127>81 128>78 129>82
    162>32 163>33 164>34 165>35 166>36 167>37 168>38 169>39 186>56 188>58 199>59
"""
TODAY = {
    old: today
    for table in (AREAS, MOBILES)
    for old, _to, today in (pair.partition(">") for pair in table.split())
}
# behind the area code seven digits, in the two largest cities eight; none begins with 0 or 1
_OLD = re.compile(r"(?:(?P<city>[48])(?=[2-9]\d{7}$)|(?P<area>\d{2,3})(?=[2-9]\d{6}$))")
_OLD_MOBILE = re.compile(r"(?P<mobile>1\d\d)(?=\d{7}$)")


def today(national: str) -> tuple[str, str] | None:
    """Return the old code and today's number, both without the 0 before them: `168`, `389000001`.

    `national` are the digits without 0 and country code. None where they are no old number. Whether
    they are a number of today, too, the caller must know: 033 was an area, and is a mobile.
    """
    found = _OLD_MOBILE.match(national) or _OLD.match(national)
    code = found[0] or found[found.lastgroup or 0] if found else ""
    return (code, TODAY[code] + national[len(code) :]) if code in TODAY else None


def is_doubtful(code: str) -> bool:
    """Return whether a number with such an old code may as well be one of today, mistyped.

    Today's area codes begin like some (020 was Lào Cai, 0208 is today's), mobiles like others: 074.
    """
    return len(code) == 2 and code[0] in "2357"
