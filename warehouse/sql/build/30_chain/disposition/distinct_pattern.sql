-- grain: distinct pattern of a line or of a claim without lines, spelled as a key of contracts/adjudication/pattern.py
with split as (
    select
        pattern,
        string_split(pattern, '|') as fields
    from (
        select pattern from derived.line_pattern
        union
        select pattern from derived.whole_claim
    )
)

select
    pattern,
    to_json({
        'status': nullif(fields[1], ''),
        'is_paid': fields[2] = 'paid',
        'has_cost_share': fields[3] = 'share',
        'procedure': fields[4],
        'has_service_date': fields[5] = 'dated',
        'in_balance': fields[6] = 'balanced',
        'adjustments': list_transform(
            list_filter(string_split(fields[7], '~'), lambda a: a <> ''),
            lambda a: {
                'group': string_split(a, '*')[1],
                'reason': string_split(a, '*')[2],
                'sign': string_split(a, '*')[3],
                'is_full_charge': string_split(a, '*')[4] = 'full'
            }
        ),
        'remarks': list_filter(string_split(fields[8], '~'), lambda r: r <> ''),
        'modifiers': list_filter(string_split(fields[9], '~'), lambda m: m <> '')
    })::varchar as key
from split
order by pattern
