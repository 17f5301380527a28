"""Definitions of reduced use, each with its paper; their rules are in `reducing`."""

from __future__ import annotations

from stepwell.domain.outcomes import reducing
from stepwell.domain.outcomes.definition import Definition, Group, Missing, Paper, Unit

_G = Group.REDUCTION
_SHARE = "The share of weeks without use, mixed ones counted half"
_LEFT = f"{_SHARE}, of the weeks with a result; 0 without any."
_NOT = "One less the share of weeks with use, mixed ones counted half"

_COMER_2006 = Paper("Comer et al., 2006", "10.1001/archpsyc.63.2.210")
_FIELLIN_2006 = Paper("Fiellin et al., 2006", "10.1056/nejmoa055255")
_HAIGHT_2019 = Paper("Haight et al., 2019", "10.1016/S0140-6736(18)32259-1")
_JOHNSON_1992 = Paper("Johnson et al., 1992", "10.1001/jama.1992.03480200058024")
_LING_2010 = Paper("Ling et al., 2010", "10.1001/jama.2010.1427")
_MATTICKB_2003 = Paper("Mattick et al., 2003", "10.1046/j.1360-0443.2003.00335.x")
_PANIB_2000 = Paper("Pani, Maremmani, Pirastu, Tagliamonte, & Gessa, 2000", "10.1016/s0376-8716(99)00140-4")
_PRESTON_2000 = Paper("Preston, Umbricht, & Epstein, 2000", "10.1001/archpsyc.57.4.395")
_STRANG_2019 = Paper("Strang et al., 2019", "10.3310/hta23030")
_FUDALA_2003 = Paper("Fudala et al., 2003", "10.1056/nejmoa022164")
_SCHOTTENFELD_2005 = Paper("Schottenfeld et al., 2005", "10.1176/appi.ajp.162.2.340")
_WOLSTEIN_2009 = Paper("Wolstein et al., 2009", "10.1055/s-0028-1083818")
_LINGA_1998 = Paper("Ling et al., 1998", "10.1046/j.1360-0443.1998.9344753.x")
_KOSTENB_1993 = Paper("Kosten et al., 1993", "10.1097/00005053-199306000-00004")
_EISSENBERG_1997 = Paper("Eissenberg et al., 1997", "10.1001/jama.1997.03480540045037")
_JAFFE_1972 = Paper("Jaffe et al., 1972", "10.1001/jama.1972.03210040013004")
_LINGA_1976 = Paper("Ling, Charuvastra, Kaim, & Klett, 1976", "10.1001/archpsyc.1976.01770060043007")
_LINGB_1976 = Paper("Ling, Charuvastra, Kaim, & Klett, 1976, with weights of CTN-0094")
_LOFWALL_2018 = Paper("Lofwall et al., 2018", "10.1001/jamainternmed.2018.1052")
_TANUM_2017 = Paper("Tanum et al., 2017", "10.1001/jamapsychiatry.2017.3206")
_PETITJEAN_2001 = Paper("Petitjean et al., 2001", "10.1016/S0376-8716(00)00163-0")
_SHUFMAN_1994 = Paper("Shufman et al., 1994", "10.1016/0006-3223(94)91240-8")
_STRAIN_1994 = Paper("Strain, Stitzer, Liebson, & Bigelow, 1994", "10.1176/ajp.151.7.1025")
_STRAIN_1999 = Paper("Strain, Bigelow, Liebson, & Stitzer, 1999", "10.1001/jama.281.11.1000")
_SOYKA_2008 = Paper("Soyka, Zingg, Koller, & Kuefner, 2008", "10.1017/S146114570700836X")
_STRAIN_1996 = Paper("Strain, Stitzer, Liebson, & Bigelow, 1996", "10.1097/00004714-199602000-00010")
_STRAIN_1993 = Paper("Strain, Stitzer, Liebson, & Bigelow, 1993", "10.7326/0003-4819-119-1-199307010-00004")
_STRANG_2010 = Paper("Strang et al., 2010", "10.1016/S0140-6736(10)60349-2")
_WOODY_2008 = Paper("Woody et al., 2008", "10.1001/jama.2008.574")
_ZAKS_1972 = Paper("Zaks, Fink, & Freedman, 1972", "10.1001/jama.1972.03200060039005")

REDUCTION = (
    Definition(
        "Rd_comer_2006",
        _G,
        Unit.SHARE,
        Missing.IN_DENOMINATOR,
        f"{_SHARE}, in weeks 1 to 8.",
        _COMER_2006,
        reducing.first_eight,
    ),
    Definition(
        "Rd_fiellin_2006",
        _G,
        Unit.SHARE,
        Missing.IN_DENOMINATOR,
        f"{_SHARE}, of all weeks.",
        _FIELLIN_2006,
        reducing.whole,
    ),
    Definition(
        "Rd_haight_2019",
        _G,
        Unit.SHARE,
        Missing.IN_DENOMINATOR,
        f"{_SHARE}, in weeks 5 to 15.",
        _HAIGHT_2019,
        reducing.five_to_fifteen,
    ),
    Definition(
        "Rd_johnson_1992",
        _G,
        Unit.SHARE,
        Missing.IN_DENOMINATOR,
        f"{_SHARE}, of all weeks.",
        _JOHNSON_1992,
        reducing.whole,
    ),
    Definition(
        "Rd_ling_2010",
        _G,
        Unit.SHARE,
        Missing.IN_DENOMINATOR,
        f"{_SHARE}, in weeks 1 to 15.",
        _LING_2010,
        reducing.first_fifteen,
    ),
    Definition(
        "Rd_mattickB_2003",
        _G,
        Unit.SHARE,
        Missing.IN_DENOMINATOR,
        f"{_SHARE}, in weeks 1 to 13.",
        _MATTICKB_2003,
        reducing.first_thirteen,
    ),
    Definition(
        "Rd_paniB_2000",
        _G,
        Unit.SHARE,
        Missing.IN_DENOMINATOR,
        f"{_SHARE}, of all weeks.",
        _PANIB_2000,
        reducing.whole,
    ),
    Definition(
        "Rd_preston_2000",
        _G,
        Unit.SHARE,
        Missing.IN_DENOMINATOR,
        f"{_SHARE}, in weeks 1 to 13.",
        _PRESTON_2000,
        reducing.first_thirteen,
    ),
    Definition(
        "Rd_strang_2019",
        _G,
        Unit.SHARE,
        Missing.IN_DENOMINATOR,
        f"{_SHARE}, in weeks 1 to 12.",
        _STRANG_2019,
        reducing.first_twelve,
    ),
    Definition(
        "Rd_fudala_2003",
        _G,
        Unit.SHARE,
        Missing.LEFT_OUT,
        _LEFT,
        _FUDALA_2003,
        reducing.of_seen,
    ),
    Definition(
        "Rd_paniA_2000",
        _G,
        Unit.SHARE,
        Missing.LEFT_OUT,
        _LEFT,
        _PANIB_2000,
        reducing.of_seen,
    ),
    Definition(
        "Rd_schottenfeld_2005",
        _G,
        Unit.SHARE,
        Missing.LEFT_OUT,
        _LEFT,
        _SCHOTTENFELD_2005,
        reducing.of_seen,
    ),
    Definition(
        "Rd_wolstein_2009",
        _G,
        Unit.SHARE,
        Missing.LEFT_OUT,
        _LEFT,
        _WOLSTEIN_2009,
        reducing.of_seen,
    ),
    Definition(
        "Rd_lingA_1998",
        _G,
        Unit.SHARE,
        Missing.LEFT_OUT,
        f"{_SHARE}, of the first 15 weeks with a result; 0 without any.",
        _LINGA_1998,
        reducing.of_first_fifteen_seen,
    ),
    Definition(
        "Rd_kostenB_1993",
        _G,
        Unit.YES,
        Missing.LEFT_OUT,
        "Seven tenths of the first 15 weeks with a result are without use, mixed ones counted half.",
        _KOSTENB_1993,
        reducing.seven_tenths_of_first_seen,
    ),
    Definition(
        "Rd_lingC_1998",
        _G,
        Unit.COUNT,
        Missing.AS_IT_IS,
        "Weeks without use in weeks 1 to 15, mixed ones counted half.",
        _LINGA_1998,
        reducing.count_of_first_fifteen,
    ),
    Definition(
        "Rd_eissenberg_1997",
        _G,
        Unit.YES,
        Missing.FILLED,
        "Seen in week 15 or later, and four weeks in a row without use in weeks 1 to 15; a single "
        "missing week between two results has their mean.",
        _EISSENBERG_1997,
        reducing.four_in_a_row_when_filled,
    ),
    Definition(
        "Rd_jaffe_1972",
        _G,
        Unit.SHARE,
        Missing.FILLED,
        f"{_SHARE}, of all weeks; a missing week has the person's most common result (mixed is use, "
        "and so is a tie). 0 if last seen before week 8.",
        _JAFFE_1972,
        reducing.filled_by_the_usual,
    ),
    Definition(
        "Rd_lingA_1976",
        _G,
        Unit.SCORE,
        Missing.WEIGHED,
        "120 less the weighed weeks 1 to 15: use 1, mixed 0.5, missing 0.22, use and mixed up to five "
        "times as much in later weeks. 0 if last seen in week 3 or before; nothing of fewer than 15 weeks.",
        _LINGA_1976,
        reducing.later_weeks_more,
    ),
    Definition(
        "Rd_lingB_1976",
        _G,
        Unit.SCORE,
        Missing.WEIGHED,
        "120 less the weighed weeks 1 to 15: missing 1, use 0.8, mixed 0.4, use and mixed evenly up to "
        "five times as much in later weeks. 0 if last seen in week 3 or before.",
        _LINGB_1976,
        reducing.missing_is_worst,
    ),
    Definition(
        "Rd_lofwall_2018",
        _G,
        Unit.SHARE,
        Missing.AS_USE,
        f"{_SHARE}, in weeks 1 to 7, 9, 11, 13, 15, each carried to the week after; missing is use.",
        _LOFWALL_2018,
        reducing.lofwall_visits,
    ),
    Definition(
        "Rd_mattickA_2003",
        _G,
        Unit.SHARE,
        Missing.IN_DENOMINATOR,
        f"{_SHARE}, up to the last week that is not missing; 0 if never seen.",
        _MATTICKB_2003,
        reducing.while_retained,
    ),
    Definition(
        "Rd_tanum_2017",
        _G,
        Unit.SHARE,
        Missing.IN_DENOMINATOR,
        f"{_SHARE}, up to the last week that is not missing; 0 if never seen.",
        _TANUM_2017,
        reducing.while_retained,
    ),
    Definition(
        "Rd_petitjean_2001",
        _G,
        Unit.SHARE,
        Missing.AS_USE,
        f"{_NOT}, of all weeks; missing is use.",
        _PETITJEAN_2001,
        reducing.not_positive_strictly,
    ),
    Definition(
        "Rd_shufman_1994",
        _G,
        Unit.SHARE,
        Missing.AS_NO_USE,
        f"{_NOT}, of all weeks, missing ones among them.",
        _SHUFMAN_1994,
        reducing.not_positive,
    ),
    Definition(
        "Rd_strain_1994",
        _G,
        Unit.SHARE,
        Missing.AS_NO_USE,
        f"{_NOT}, of all weeks, missing ones among them, although the paper says that they are ignored.",
        _STRAIN_1994,
        reducing.not_positive,
    ),
    Definition(
        "Rd_strain_1999",
        _G,
        Unit.SHARE,
        Missing.AS_NO_USE,
        f"{_NOT}, of all weeks, missing ones among them, although the paper says that they are ignored.",
        _STRAIN_1999,
        reducing.not_positive,
    ),
    Definition(
        "Rd_soyka_2008",
        _G,
        Unit.SHARE,
        Missing.LEFT_OUT,
        f"{_NOT}, of the weeks with a result; 1 without any.",
        _SOYKA_2008,
        reducing.not_positive_of_seen,
    ),
    Definition(
        "Rd_strain_1996",
        _G,
        Unit.SHARE,
        Missing.LEFT_OUT,
        f"{_NOT}, of the weeks with a result; 1 without any.",
        _STRAIN_1996,
        reducing.not_positive_of_seen,
    ),
    Definition(
        "Rd_strain_1993",
        _G,
        Unit.SHARE,
        Missing.AS_NO_USE,
        f"{_NOT}, in weeks 6 to 15, missing ones among them.",
        _STRAIN_1993,
        reducing.not_positive_from_six,
    ),
    Definition(
        "Rd_strang_2010",
        _G,
        Unit.YES,
        Missing.IN_DENOMINATOR,
        "Half of the last 12 weeks are without use, mixed ones counted half.",
        _STRANG_2010,
        reducing.half_of_the_last_twelve,
    ),
    Definition(
        "Rd_woody_2008",
        _G,
        Unit.SHARE,
        Missing.AS_USE,
        "One less the share with use of weeks 4, 8 and 12, mixed ones counted half; missing is use.",
        _WOODY_2008,
        reducing.three_visits,
    ),
    Definition(
        "Rd_zaks_1972",
        _G,
        Unit.COUNT,
        Missing.LEFT_OUT,
        "Weeks with a result, less those with use, mixed ones counted half.",
        _ZAKS_1972,
        reducing.seen_without_use,
    ),
)
"""In the order of the published table."""
