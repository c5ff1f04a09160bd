/** Members by key, keys and members in the order in which they first came. (`Map.groupBy` needs Node 21.) */
export function grouped<Member, Key>(members: Iterable<Member>, keyOf: (member: Member) => Key): ReadonlyMap<Key, readonly Member[]> {
  const groups = new Map<Key, Member[]>();
  for (const member of members) {
    const key = keyOf(member);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [member]);
    else group.push(member);
  }
  return groups;
}
