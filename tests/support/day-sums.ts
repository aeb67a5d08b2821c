/**
 * Finds full blocks of postings whose sums by effective day are missing, wrong or of no posting,
 * by adding up the postings themselves.
 */
export const WRONG_DAY_SUMS = `
  with added as (
    select p.account, p.effective_date as day, (p.version - 1) / 256 as block,
           sum(p.posted_change) as change
    from posting p join account a on a.id = p.account
    where p.posted_change <> 0 and (p.version - 1) / 256 < a.version / 256
    group by 1, 2, 3),
  right_ones as (
    select account, day, block,
           sum(change) over (partition by account, day order by block)::bigint as posted
    from added),
  kept as (select account, day, block, posted from account_day)
  (select * from right_ones except select * from kept)
  union all
  (select * from kept except select * from right_ones)`;
