import Ledger
public import Signing

/// Whose nodes may have a link to this ledger's nodes, by which key, and who of two dials: all as the ledger says.
///
/// Validators in office and those that a published change brings; beside them observers: nodes of members with the
/// role operator, under an ES256 key of the member's entry, or the link key of the last seat that the member had.
public struct LinkRoll: Hashable, Sendable {
    /// Since when a link key has a seat: the epoch in which it first had one, and its place there.
    public struct Seat: Hashable, Comparable, Sendable {
        public let epoch: UInt64
        public let place: Int

        /// True when, of two nodes, the one with this seat dials: whoever was seated later, of those who were seated
        /// at once the one with the lower place.
        func dials(_ other: Seat) -> Bool { epoch == other.epoch ? place < other.place : epoch > other.epoch }

        public static func < (left: Seat, right: Seat) -> Bool {
            (left.epoch, left.place) < (right.epoch, right.place)
        }
    }

    /// What a node may do.
    public enum Standing: String, Hashable, Sendable {
        /// Its keys are in the set of the next height.
        case inOffice = "validator"
        /// Its keys are in a set that comes.
        case coming
        /// It follows.
        case observing = "observer"
    }

    /// One link key.
    public struct Entry: Hashable, Sendable {
        public let member: MemberID
        public let key: PublicKey
        public let standing: Standing
        /// Nil for a key that never had a seat.
        public let seat: Seat?
    }

    /// Validators in the order of their places, those that come, observers; each key once.
    public private(set) var entries: [Entry] = []
    private var seats: [PublicKey: Seat] = [:]

    /// As of a state; `later` are epochs beyond it that were proven otherwise.
    public init(_ view: StateView, later: [Epoch] = []) {
        let known = view.epochs
        var epochs = known + later.filter { $0.number > view.network.epoch.number }
        if let coming = view.comingChange(), epochs.count == known.count, coming.changes(view.network.epoch) {
            epochs.append(Epoch(coming, number: view.network.epoch.number + 1))
        }
        for epoch in epochs {
            for (place, validator) in epoch.validators.enumerated() where seats[validator.keys.link] == nil {
                seats[validator.keys.link] = Seat(epoch: epoch.number, place: place)
            }
        }
        for validator in view.network.validators { add(validator.member, validator.keys.link, .inOffice) }
        for epoch in epochs where epoch.number > view.network.epoch.number {
            for validator in epoch.validators { add(validator.member, validator.keys.link, .coming) }
        }
        addObservers(view, epochs)
    }

    private mutating func addObservers(_ view: StateView, _ epochs: [Epoch]) {
        let seated = Set(entries.map(\.member))
        for (id, member) in view.members() where (try? member.checkActive(id, at: view.time)) != nil {
            let details = member.details(at: view.time)
            guard details.roles.contains(.operating) else { continue }
            for key in details.keys where key.key.algorithm == .es256 && key.isValid(at: view.time) {
                add(id, key.key, .observing)
            }
            // Who has been replaced by keys of the same member is let go.
            guard !seated.contains(id) else { continue }
            let last = epochs.reversed().lazy.compactMap { $0.validators.first { $0.member == id } }.first
            if let last { add(id, last.keys.link, .observing) }
        }
    }

    private mutating func add(_ member: MemberID, _ key: PublicKey, _ standing: Standing) {
        guard !entries.contains(where: { $0.key == key }) else { return }
        entries.append(Entry(member: member, key: key, standing: standing, seat: seats[key]))
    }

    /// Whether the node of one key dials that of another; nil when the two have no link: two that only follow.
    public func dials(_ own: PublicKey, _ other: PublicKey) -> Bool? {
        switch (seats[own], seats[other]) {
        case (let mine?, let theirs?): mine.dials(theirs)
        case (nil, .some): true
        case (.some, nil): false
        case (nil, nil): nil
        }
    }
}

extension Epoch {
    /// As a published change will begin it; its first height is not known yet.
    fileprivate init(_ coming: ComingChange, number: UInt64) {
        self.init(
            number: number, first: Height(0), faultModel: coming.faultModel, validators: coming.validators,
            parameters: coming.parameters)
    }
}
