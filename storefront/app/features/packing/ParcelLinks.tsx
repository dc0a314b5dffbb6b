/** Parcels by their numbers, each a link. */
export function ParcelLinks({ to, parcels }: { to: string; parcels: readonly { id: string; number: string }[] }) {
  return (
    <span className="row">
      {parcels.map((one) => (
        <a key={one.id} href={`${to}/${one.id}`}>
          {one.number}
        </a>
      ))}
    </span>
  );
}
