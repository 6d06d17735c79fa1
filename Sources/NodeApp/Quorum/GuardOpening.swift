public import Replication
internal import Consensus
internal import Foundation
internal import Ledger
internal import Logging
internal import Rulebook
internal import Signing
internal import Storage

/// The guard of one of several validators, with its record as far as it can be trusted.
struct GuardOpening {
    let file: GuardFile
    /// Nil for a node that never signed.
    private(set) var record: GuardRecord?
    private let network: Network
    private let logger: Logger

    /// Opens the guard. Where the others can go on without this node, one that cannot be used is put aside, and the
    /// node begins in doubt; elsewhere that is an error.
    init(in directory: String, _ network: Network, _ logger: Logger) throws {
        self.network = network
        self.logger = logger
        (file, record) = try GuardOpening.read(directory + "/guard", network, logger)
    }

    private static func read(
        _ path: String, _ network: Network, _ logger: Logger
    ) throws -> (file: GuardFile, record: GuardRecord?) {
        do {
            let (file, newest) = try GuardFile.open(at: path)
            return (file, try newest.map { try QuorumFiles.record($0, path) })
        } catch let damage as StorageDamage where network.quorum.silent > 0 {
            let isThere = FileManager.default.fileExists(atPath: path)
            let doubt = Doubt(isThere ? .guardUnreadable : .guardMissing, validators: network.validatorsDigest)
            let lost = GuardRecord.lost(doubt)
            logger.critical("\(damage.file): \(damage.fact)")
            return (try GuardFile.replace(at: path, size: .large, with: lost.encoded), lost)
        }
    }

    /// Compares the record with the blocks of the log: a proposal of this node that it does not know makes a doubt.
    mutating func compare(
        with log: LogStore, _ index: IndexDatabase, _ stored: CheckedBlock?,
        isOwn: (Height, _ proposer: UInt64) -> Bool
    ) throws {
        guard record?.doubt?.resume != nil || record?.doubt == nil else { return }
        let known = record?.reach ?? Height(0)
        var forgotten = stored.map { $0.height > known && isOwn($0.height, $0.seal.proposer) } ?? false
        var height = try index.head()?.height ?? Height(0)
        while !forgotten, height > known, let block = try index.block(height: height) {
            forgotten = isOwn(height, try Seal(decoding: log.leaf(at: block.sealIndex.value)).proposer)
            height = Height(height.value - 1)
        }
        guard forgotten else { return }
        let doubt = Doubt(.guardOld, validators: network.validatorsDigest)
        try write(record?.doubting(doubt) ?? .lost(doubt))
    }

    /// Keeps the operator's word that the node may come back; gives the cause of the doubt.
    ///
    /// A guard that knows of no doubt is taken at the operator's word only: the folder is new, or an older copy.
    mutating func allow(isRestored: Bool, _ path: String) throws -> DoubtCause {
        let begun = record?.doubt.flatMap { $0.resume == nil ? $0 : nil }
        guard begun != nil || record == nil || isRestored else { throw NodeStartError.notInDoubt(path) }
        let cause = begun?.cause ?? (record == nil ? .folderNew : .guardOld)
        let doubt = Doubt(cause, validators: begun?.validators ?? network.validatorsDigest).allowed
        try write(record?.doubting(doubt) ?? .lost(doubt))
        return cause
    }

    private mutating func write(_ next: GuardRecord) throws {
        try file.write(next.encoded)
        record = next
    }

    /// Says what an operator must know of a node in doubt.
    func tell() {
        guard let doubt = record?.doubt, doubt.resume == nil else { return }
        logger.critical("this node \(doubt.cause.words), and signs nothing. \(doubt.nextStep)")
    }
}

extension GuardRecord {
    /// Below and at this height nothing is signed any more: the guard was written later, or a doubt ended above.
    fileprivate var reach: Height {
        let voted = memory.reaches(memory.height) ? memory.height : Height(max(memory.height.value, 1) - 1)
        let below = doubt?.resume.map { Height(max($0.value, 1) - 1) }
        return [commit?.height, attestation?.height, below].compactMap { $0 }.reduce(voted, max)
    }
}

extension Node {
    /// Lets a node that is not sure what it signed come back, once enough others have said how far they are.
    ///
    /// The operator vouches that no other process anywhere signs with the node's keys. The node must not run.
    public static func allowReturn(_ configuration: NodeConfiguration, isRestored: Bool) throws -> DoubtCause {
        let genesis = Network(try readGenesis(configuration.genesisPath))
        let network = try EpochWalk(configuration, genesis).network
        let directory = configuration.dataDirectory
        guard network.quorum.silent > 0 else {
            throw NodeStartError.noReturn(validators: network.quorum.validators)
        }
        let lock = try DataLock(in: directory)
        defer { withExtendedLifetime(lock) {} }
        try GenesisCopy.check(in: directory, for: network)
        var opening = try GuardOpening(
            in: directory, network, Logger(label: "deedbox.node") { _ in SwiftLogNoOpLogHandler() })
        return try opening.allow(isRestored: isRestored, directory + "/guard")
    }
}

extension DoubtCause {
    /// The stable word for programs.
    public var code: String {
        switch self {
        case .guardMissing: "guard-missing"
        case .guardUnreadable: "guard-unreadable"
        case .guardOld: "guard-old"
        case .signatureForgotten: "signature-forgotten"
        case .folderNew: "folder-new"
        case .secondProcess: "second-process"
        }
    }

    /// What follows "this node", for a log.
    var words: String {
        switch self {
        case .guardMissing: "found no guard file, so it does not know what it has signed"
        case .guardUnreadable: "cannot read its guard file, so it does not know what it has signed"
        case .guardOld: "has an older guard than its log: it has signed what its guard does not know"
        case .signatureForgotten: "has met signatures of its own that its guard does not know"
        case .folderNew: "began in an empty folder with keys that have signed before"
        case .secondProcess: "was told by others that another process runs with its keys"
        }
    }
}

extension Doubt {
    /// What the operator does about it.
    var nextStep: String {
        guard !isAllowed else { return "It asks the others how far they are." }
        return """
            It follows the others. Make sure that nothing else runs with its keys, stop it, run `deedbox node resume`, \
            and start it again (docs/operating.md, In doubt)
            """
    }
}
