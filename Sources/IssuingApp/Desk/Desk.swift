public import Accounts
internal import Foundation
internal import Ledger
public import Rulebook
internal import Sealing
public import Signing

/// An issuing desk: what it knows, what it can sign with, and whom it speaks to.
///
/// Its acts are functions on this value, a file each; the database decides what is done and what is not, so any of
/// them can be cut off at any moment and called again.
public struct Desk: Sendable {
    public let folder: DeskFolder
    public let configuration: DeskConfiguration
    public let database: IssuingDatabase
    public let accounts: AccountBook
    let genesis: Genesis
    let keys: DeskKeys
    let ledger: any LedgerDoor
    let directory: (any HolderDirectory)?
    let clock: DeskClock

    public init(
        folder: DeskFolder, configuration: DeskConfiguration, database: IssuingDatabase, accounts: AccountBook,
        genesis: Genesis, keys: DeskKeys, ledger: any LedgerDoor, directory: (any HolderDirectory)?,
        clock: DeskClock = .system
    ) {
        self.folder = folder
        self.configuration = configuration
        self.database = database
        self.accounts = accounts
        self.genesis = genesis
        self.keys = keys
        self.ledger = ledger
        self.directory = directory
        self.clock = clock
    }

    /// The same desk by another clock: for tests.
    package func clocked(_ clock: DeskClock) -> Desk {
        Desk(
            folder: folder, configuration: configuration, database: database, accounts: accounts, genesis: genesis,
            keys: keys, ledger: ledger, directory: directory, clock: clock)
    }

    public var member: MemberID { configuration.member }
    public var origin: String { genesis.origin }
    /// Now, POSIX seconds.
    public var second: UInt64 { clock.now() / 1_000 }

    /// The address of a type's metadata: `vct`.
    public func typeAddress(_ code: TypeCode, _ version: UInt64) -> String {
        "\(configuration.url)/types/\(code)/\(version)"
    }
}

/// Time, as a desk needs it.
public struct DeskClock: Sendable {
    /// Milliseconds since 1970, UTC.
    let now: @Sendable () -> UInt64
    let sleep: @Sendable (UInt64) async throws -> Void

    public init(now: @escaping @Sendable () -> UInt64, sleep: @escaping @Sendable (UInt64) async throws -> Void) {
        self.now = now
        self.sleep = sleep
    }

    /// The system's clock.
    public static let system = DeskClock(
        now: { UInt64(max(0, Date().timeIntervalSince1970 * 1_000)) },
        sleep: { try await Task.sleep(for: .milliseconds(Int64($0))) })
}

/// What is sealed in the database, opened and closed.
extension Desk {
    func seal(_ content: DocumentContent, key: Digest) -> [UInt8] {
        keys.storage.seal(content.encoded, at: StoredDocument.contentPlace(key))
    }

    /// What a document is to say; a failure of the file when it does not open.
    func content(_ sealed: [UInt8], key: Digest) throws -> DocumentContent {
        do {
            return try DocumentContent(
                decoding: try keys.storage.open(sealed, at: StoredDocument.contentPlace(key)))
        } catch { throw DeskFailure(file: folder.database, fact: "holds a document that does not open: \(error)") }
    }

    func seal(_ issued: IssuedContent, key: Digest) -> [UInt8] {
        keys.storage.seal(issued.encoded, at: StoredDocument.issuedPlace(key))
    }

    func issued(_ document: SealedDocument) throws -> IssuedContent {
        guard let sealed = document.issued else {
            throw DeskFailure(file: folder.database, fact: "has lost what document \(document.document.id) says")
        }
        do {
            return try IssuedContent(
                decoding: try keys.storage.open(sealed, at: StoredDocument.issuedPlace(document.document.key)))
        } catch { throw DeskFailure(file: folder.database, fact: "holds a credential that does not open: \(error)") }
    }

    /// The blind index of a holder: equal for equal numbers, and told by nothing but the storage key.
    public func holderIndex(kind: String, number: String) -> Digest {
        keys.storage.index(Array("\(kind)\n\(number)".utf8), of: "documents/holder")
    }

    /// The blind index of a row: the same for what says the same.
    func rowKey(_ type: TypeCode, _ row: Digest) -> Digest {
        keys.storage.index(Array(type.text.utf8) + row.bytes, of: "documents/row")
    }

    /// A document's content; nil when there is no such document.
    public func content(of id: DocumentID) throws -> DocumentContent? {
        try database.sealed([id]).first.map { try content($0.content, key: $0.document.key) }
    }
}
