/* currency.c -- see currency.h. */
#include "base/currency.h"

#include <string.h>

enum { CODE_BYTES = 3 };

/* One long text of codes, each with the blank behind it. */
static const char codes[] =
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN "
    "BWP BYN BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB "
    "EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR "
    "ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD "
    "MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR "
    "PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE "
    "SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU "
    "UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG "
    /* no longer in use */
    "ANG BGN CUC HRK SLL ZWL ";

/* Those whose minor unit is not a hundredth. */
static const char whole[] = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF ";
static const char thousandths[] = "BHD IQD JOD KWD LYD OMR TND ";

static bool among(const char *list, const char *code)
{
    if (!code || strlen(code) != CODE_BYTES)
        return false;
    for (const char *c = list; *c; c += CODE_BYTES + 1)
        if (!strncmp(c, code, CODE_BYTES))
            return true;
    return false;
}

bool currency_is_known(const char *code)
{
    return among(codes, code);
}

int currency_digits(const char *code)
{
    if (among(whole, code))
        return 0;
    return among(thousandths, code) ? 3 : 2;
}
