/** A document with a bit of everything, for those who look at what is printed. */
const BEGINNING = `## About this document

This briefing was made from the template *Bee Conversational Report* as of 20 January 2026, 15:30 UTC. It rests on three sources of the collection “Honey and hive health”; 14 passages were considered and 9 used. Two e-mail addresses were protected while it was written. No web search was made.

## Executive Summary

Apiaries that weigh their hives every hour notice a failing colony **eleven days earlier** than those that rely on weekly inspection [1]. The gain is largest in early spring, when stores are low and a cold week decides [2][3]. We recommend to equip one hive in five, and to review the alarm thresholds after one season.

Three decisions are needed before the end of March: the choice of the scale, the place of the gateway, and the person who answers an alarm at night. None of them is expensive; *all of them are hard to change later*. The text round-trips Ελληνικά, Русский текст, Łódź, “quotes” and a price of 5 €.

### What we found

1. Weight alone explains most losses.
   - A fall of more than 300 g in a night without rain means robbing or swarming.
   - A slow fall over weeks means a failing queen.
     1. Check for eggs.
     2. Check for disease.
        - Take a sample of thirty bees.
2. Sound adds little that weight does not show.
3. Temperature inside the brood nest is steady[^steady] until it is too late.

[^steady]: Between 34.5 and 35.5 °C in a healthy colony; see the table of thresholds.

> A hive tells you what it needs, but it speaks slowly. The scale is only a patient listener.

### Open tasks

- [x] Compare three makes of scale
- [ ] Agree on who is called at night
- [ ] Write down what “normal” means for each yard ~~and each hive~~

## Losses and Weight

Losses follow the weight in February closely. The chart shows both winters.

~~~chart
{"type":"bar","title":"Colonies lost by month","x":["Oct","Nov","Dec","Jan","Feb","Mar","Apr"],"series":[{"name":"Winter 2024/25","values":[12,18,25,41,66,38,9]},{"name":"Winter 2025/26","values":[10,14,19,30,44,21,7]}]}
~~~

| Month | Winter 2024/25 | Winter 2025/26 | Change |
|---|---|---|---|
| October | 12 | 10 | -16.7% |
| November | 18 | 14 | -22.2% |
| December | 25 | 19 | -24.0% |
| January | 41 | 30 | -26.8% |
| February | 66 | 44 | -33.3% |
| March | 38 | 21 | -44.7% |
| April | 9 | 7 | -22.2% |

### The daily curve

~~~chart
{"type":"line","title":"Mean weight of a hive, kg","x":["1 May","2 May","3 May","4 May","5 May","6 May","7 May","8 May","9 May","10 May"],"series":[{"name":"South yard","values":[31.2,31.9,32.4,33.8,35.1,35.0,36.2,38.4,39.9,41.0]},{"name":"North yard","values":[29.8,30.1,30.0,30.6,31.2,31.9,null,33.0,33.4,34.1]},{"name":"Forest","values":[27.0,27.2,27.1,27.0,26.8,26.9,27.5,28.9,29.2,29.9]}]}
~~~

| Day | South yard | North yard | Forest |
|---|---|---|---|
| 1 May | 31.20 | 29.80 | 27.00 |
| 10 May | 41.00 | 34.10 | 29.90 |

~~~chart
{"type":"bar","title":"Alarms by cause","x":["Battery of the gateway is low","Sudden loss of more than 300 g","No contact for two hours","Scale was moved","Other"],"series":[{"name":"Alarms","values":[61,44,23,9,4]}]}
~~~

| Cause | Alarms | Share |
|:---|---:|---:|
| Battery of the gateway is low | 61 | 43.3% |
| Sudden loss of more than 300 g | 44 | 31.2% |
| No contact for two hours | 23 | 16.3% |
| Scale was moved | 9 | 6.4% |
| Other | 4 | 2.8% |

~~~chart
{"type":"histogram","title":"Hives by weight in February","x":["18–20","20–22","22–24","24–26","26–28","28–30","30–32","32–34"],"series":[{"name":"Hives","values":[4,11,23,41,52,38,17,6]}]}
~~~

## How the Alarm Is Raised

The gateway compares each weight with the median of the last seven nights. The rule is short enough to be read whole:

~~~python
def is_alarm(weights: list[float], rain_mm: float) -> bool:
    """True when the last night cost more than the bees could have eaten."""
    *history, last = weights
    median = sorted(history[-7:])[3]
    if rain_mm > 2:
        return False  # wet scales lie
    return median - last > 0.3
~~~

The query that feeds it runs every morning, with a very long line that has to wrap without being cut:

~~~sql
SELECT hive_id, date(measured_at) AS night, min(weight_kg) AS lightest, max(weight_kg) - min(weight_kg) AS spread, count(*) AS readings FROM weights WHERE measured_at >= datetime('now', '-7 days') GROUP BY hive_id, night ORDER BY spread DESC;
~~~

Documentation is at <https://example.org/very/long/path/that/never/ends/and/has/no/space/anywhere/because/somebody/generated/it/automatically/with/a/token/abcdefghijklmnopqrstuvwxyz0123456789> and in [the handbook](https://example.org/handbook). Set ALARM_THRESHOLD=0.3 in the configuration.

### Edge cases

#### Rain

Wet scales lie: a millimetre of water on a lid of a quarter square metre weighs 250 g.

#### Inspection

An opened hive is silent for two hours.

## All Hives

| Hive | Yard | Queen since | Weight, kg | Change in 7 days, kg | Varroa per 100 | Alarm |
|---|---|---|---|---|---|---|`;

const END = `## Conclusion

Weigh one in five. Review in autumn [2]. The rest is patience.

## Sources

1. **Weight as an early sign of colony loss**, honey jar “Hive health”, <https://example.org/weight>
2. **Wintering in the north**, honey jar “Hive health”
3. **Robbing and swarming: a field guide**, supplied text`;

export const HIVES = 130;

const YARDS = ["South yard", "North yard", "Forest"];

const hive = (n: number): string => {
  const cells = [
    `H-${String(n).padStart(3, "0")}`,
    YARDS[n % 3],
    2021 + (n % 5),
    (24 + ((n * 37) % 160) / 10).toFixed(2),
    (((n * 53) % 90) / 100).toFixed(2),
    (n * 7) % 9,
    n % 3 === 2 ? "yes" : "no",
  ];
  return `| ${cells.join(" | ")} |`;
};

const hives = Array.from({ length: HIVES }, (_, at) => hive(at + 1)).join("\n");

export const SAMPLE = `${BEGINNING}\n${hives}\n\n${END}\n`;
