internal import Peering
internal import Rulebook
internal import Signing

/// The numbers of this node's links, and who stands behind each as the ledger says now.
///
/// A number is given to one link key, for the life of the process.
struct LinkTable: Sendable {
    private(set) var keys: [PublicKey] = []
    private(set) var members: [MemberID] = []
    /// Who may have a link now.
    private var roll: LinkRoll
    let own: Int
    private let addresses: [MemberID: LinkAddress]

    init(_ roll: LinkRoll, own key: PublicKey, of member: MemberID, addresses: [MemberID: LinkAddress]) {
        self.roll = roll
        self.addresses = addresses
        var entries = roll.entries.map { ($0.key, $0.member) }
        if !entries.contains(where: { $0.0 == key }) { entries.append((key, member)) }
        keys = entries.map(\.0)
        members = entries.map(\.1)
        own = entries.firstIndex { $0.0 == key } ?? 0
    }

    /// The ledger says otherwise now; true when there are more numbers than before.
    mutating func follow(_ roll: LinkRoll) -> Bool {
        self.roll = roll
        let count = keys.count
        for entry in roll.entries where !keys.contains(entry.key) {
            keys.append(entry.key)
            members.append(entry.member)
        }
        return keys.count > count
    }

    /// What the ledger says of each number that may have a link now.
    private var entries: [(number: Int, entry: LinkRoll.Entry)] {
        roll.entries.compactMap { entry in keys.firstIndex(of: entry.key).map { ($0, entry) } }
    }

    /// The others that this node may have a link with.
    var peers: [Peer] {
        entries.compactMap { number, entry in
            guard number != own, let dials = roll.dials(keys[own], entry.key) else { return nil }
            let address = addresses[entry.member].map { PeerAddress(host: $0.host, port: $0.port) }
            let dialled = address.map { Peer.Way.dialled($0) } ?? .unknown
            return Peer(
                id: PeerID(number), name: entry.member.text, linkKey: entry.key, way: dials ? dialled : .awaited)
        }
    }

    func standing(of number: Int) -> LinkRoll.Standing? { entries.first { $0.number == number }?.entry.standing }

    /// The numbers of the validators in office, this node's own included if it is one.
    var inOffice: Set<Int> { Set(entries.filter { $0.entry.standing == .inOffice }.map(\.number)) }

    /// The others whose nodes decide now or by a published change.
    var deciding: Set<PeerID> {
        Set(entries.filter { $0.entry.standing != .observing && $0.number != own }.map { PeerID($0.number) })
    }

    /// Validators in office that this node is to dial, and no address is known of.
    var withoutAddress: [MemberID] {
        peers.filter { $0.way == .unknown && inOffice.contains($0.id.index) }.map { members[$0.id.index] }
    }
}
