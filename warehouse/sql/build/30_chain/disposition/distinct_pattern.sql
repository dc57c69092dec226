-- grain: distinct line pattern, with its spelling as a key of contracts.adjudication.pattern
with part as (
    select
        pattern,
        string_split(pattern, '|') as said
    from (select distinct pattern from derived.line_pattern)
)

select
    pattern,
    to_json({
        'status': nullif(said[1], ''),
        'is_paid': said[2] = 'paid',
        'has_cost_share': said[3] = 'share',
        'procedure': said[4],
        'has_service_date': said[5] = 'dated',
        'in_balance': said[6] = 'balanced',
        'adjustments': list_transform(
            list_filter(string_split(said[7], '~'), a -> a <> ''),
            a -> {
                'group': string_split(a, '*')[1],
                'reason': string_split(a, '*')[2],
                'sign': string_split(a, '*')[3],
                'is_full_charge': string_split(a, '*')[4] = 'full'
            }
        ),
        'remarks': list_filter(string_split(said[8], '~'), r -> r <> '')
    })::varchar as key
from part
order by pattern
