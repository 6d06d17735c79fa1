public import Ledger
public import Signing

/// What can be asked of a state, finished or while its block is executed.
public protocol StateReading {
    var network: Network { get }
    /// The time of the block that the state belongs to, in ms.
    var time: UInt64 { get }
    /// The bytes of an entry; nil when it is absent.
    func value(_ key: StateKey) -> [UInt8]?
    /// An institution; nil when it is not registered.
    func member(_ id: MemberID) -> Member?
}

extension StateReading {
    /// Governance and its next sequence number.
    public func governance() -> GovernanceEntry? { entry(.governance) }
    /// The change that is published and not yet in force; nil when none is.
    public func comingChange() -> ComingChange? { entry(.comingChange) }
    /// What is recorded of an offence; nil when it is not on the ledger.
    public func offence(_ offence: Offence) -> OffenceEntry? { entry(.offence(offence)) }

    /// The epoch of a number, up to the one in force.
    public func epoch(_ number: UInt64) -> Epoch? {
        switch number {
        case network.epoch.number: network.epoch
        case 0: network.genesis.firstEpoch
        case _: entry(.epoch(number))
        }
    }

    /// All epochs so far, the one in force last.
    public var epochs: [Epoch] { (0...network.epoch.number).compactMap { epoch($0) } }

    /// The epoch that decides a height; of heights to come, the one in force.
    public func epoch(at height: Height) -> Epoch {
        var found = network.epoch
        while height < found.first, found.number > 0, let before = epoch(found.number - 1) { found = before }
        return found
    }

    /// The network as it was in office when the log had so many leaves, whatever has changed since; `end` tells the
    /// leaves of the log with the block of a height, nil when that is not known.
    public func network(atSize size: UInt64, end: (Height) throws -> UInt64?) rethrows -> Network {
        var found = network.epoch
        while found.number > 0, let before = epoch(found.number - 1) {
            guard let last = try end(Height(found.first.value - 1)), size <= last else { break }
            found = before
        }
        return network.entering(found)
    }

    public func member(_ id: MemberID) -> Member? { entry(.member(id)) }
    /// A document type; nil when it is not registered.
    public func type(_ code: TypeCode) -> TypeEntry? { entry(.type(code)) }
    /// When an issuer may mint a type; nil when it never could.
    public func accreditation(_ issuer: MemberID, _ code: TypeCode) -> Period? { entry(.accreditation(issuer, code)) }
    /// A scene of a relying party; nil when it was never declared.
    public func scene(_ party: MemberID, _ code: SceneCode) -> SceneEntry? { entry(.scene(party, code)) }
    /// A grant; nil when it was never given or is closed.
    public func grant(_ id: GrantID) -> Grant? { entry(.grant(id)) }
    /// The traces of a grant; nil when there was none.
    public func trace(_ id: GrantID) -> TraceEntry? { entry(.trace(id)) }
    /// The open disclosure of a tag; nil when there is none.
    public func disclosure(_ tag: Digest) -> DisclosureEntry? { entry(.disclosure(tag)) }
    /// The disclosure of a statement while it is closed; nil when it was opened, or never sealed.
    public func sealed(_ id: StatementID) -> SealedEntry? { entry(.sealed(id)) }
    /// The disclosure of a tag that was sealed and is open; nil when there is none.
    public func opened(_ tag: Digest) -> OpenedEntry? { entry(.opened(tag)) }
    /// A party's passing of that number of a grant; nil when it has not passed on so often.
    public func passing(_ id: GrantID, by party: MemberID, _ number: UInt64) -> PassingEntry? {
        entry(.passing(id, by: party, number))
    }
    /// How much is open of an institution's.
    public func openCounts(of member: MemberID) -> OpenCounts { entry(.open(member)) ?? OpenCounts() }
    /// What was said of a document; nil when nothing was, so it is in force.
    public func status(issuer: MemberID, commitment: Commitment) -> StatusEntry? {
        entry(.status(origin: network.origin, issuer: issuer, commitment: commitment))
    }

    /// The corrections of a document; nil when none was ever opened.
    public func correction(issuer: MemberID, commitment: Commitment) -> CorrectionEntry? {
        entry(.correction(origin: network.origin, issuer: issuer, commitment: commitment))
    }

    /// An entry of the state; its bytes are our own, so they decode.
    func entry<Value: CBORCodable>(_ key: StateKey) -> Value? {
        guard let bytes = value(key) else { return nil }
        var decoder = CBORDecoder(bytes, areOwn: true)
        do { return try Value(from: &decoder) } catch {
            preconditionFailure("a state entry that these rules wrote does not decode: \(error)")
        }
    }
}

/// The state after one block, for reading: a value that stays as it is.
public struct StateView: StateReading, Sendable {
    public let network: Network
    public let tree: StateTree
    public let time: UInt64

    public init(network: Network, tree: StateTree, time: UInt64) {
        self.network = network
        self.tree = tree
        self.time = time
    }

    public func value(_ key: StateKey) -> [UInt8]? { tree.value(key) }

    /// All members in the order of their ids.
    public func members() -> [(id: MemberID, member: Member)] {
        named(.member).compactMap { text, value in
            guard let id = MemberID(text), let member = try? Member(decoding: value) else { return nil }
            return (id, member)
        }
    }

    /// All types in the order of their codes.
    public func types() -> [TypeEntry] {
        named(.type).compactMap { try? TypeEntry(decoding: $0.value) }
    }

    /// All scenes, by party and code.
    public func scenes() -> [(party: MemberID, entry: SceneEntry)] {
        tree.entries(kind: StateKind.scene.rawValue).compactMap { key, value in
            guard let party = MemberID(LengthPrefixed.text(in: key.key)), let entry = try? SceneEntry(decoding: value)
            else { return nil }
            return (party, entry)
        }.sorted { ($0.party, $0.entry.scene.code) < ($1.party, $1.entry.scene.code) }
    }

    /// All offences on the ledger, in the order in which they came.
    public func offences() -> [(offence: Offence, entry: OffenceEntry)] {
        tree.entries(kind: StateKind.offence.rawValue).compactMap { key, value in
            guard let offence = try? Offence(decoding: key.key), let entry = try? OffenceEntry(decoding: value) else {
                return nil
            }
            return (offence, entry)
        }.sorted { ($0.entry.height, $0.offence) < ($1.entry.height, $1.offence) }
    }

    private func named(_ kind: StateKind) -> [(text: String, value: [UInt8])] {
        tree.entries(kind: kind.rawValue)
            .map { (String(decoding: $0.0.key, as: UTF8.self), $0.1) }
            .sorted { $0.0 < $1.0 }
    }
}
