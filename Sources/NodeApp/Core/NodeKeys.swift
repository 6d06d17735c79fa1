internal import Rulebook
public import Signing

/// The private keys of a node, each read from its file in the keys directory.
struct NodeKeys: Sendable {
    let member: MemberID
    /// The node as the ledger names it, or will when governance seats it: its keys say in which epochs it has a seat.
    let validator: Validator
    let log: PrivateKey
    let cosigner: PrivateKey
    let release: PrivateKey
    /// What only a network of several needs; nil in a network of one.
    let shared: SharedKeys?

    /// Reads the keys of a node and compares their public parts with the member's newest seat, as far as the epochs are
    /// known here. A node that is to observe may have none yet.
    init(_ configuration: NodeConfiguration, _ walk: EpochWalk) throws {
        let genesis = walk.network.genesis
        let isAlone = genesis.validators.count == 1
        let member =
            configuration.member ?? (isAlone ? genesis.validators[0].member : NodeKeys.owner(configuration, walk))
        let seat = walk.epochs.reversed().lazy.compactMap { $0.validators.first { $0.member == member } }.first
        guard let member, seat != nil || configuration.observes && !isAlone else {
            throw NodeStartError.noSuchValidator(member?.text, known: walk.network.validators.map(\.member.text))
        }
        self.member = member
        let expected = configuration.observes && !isAlone ? nil : seat?.keys
        log = try NodeKeys.read("log", expected?.log, configuration)
        cosigner = try NodeKeys.read("cosigner", expected?.cosigner, configuration)
        release = try NodeKeys.read("release", expected?.release, configuration)
        shared =
            isAlone
            ? nil
            : SharedKeys(
                vote: try NodeKeys.read("vote", expected?.vote, configuration),
                link: try NodeKeys.read("link", expected?.link, configuration))
        let found = shared.flatMap { [log, cosigner, release] keys in
            ValidatorKeys(
                log: log.publicKey, cosigner: cosigner.publicKey, vote: keys.vote.publicKey,
                release: release.publicKey, link: keys.link.publicKey)
        }
        guard let keys = found ?? seat?.keys else { throw NodeStartError.keyOfAnother(configuration.keysDirectory) }
        validator = Validator(
            member: member, name: seat?.name ?? Bilingual(zh: member.text, en: member.text), keys: keys)
    }

    /// The validator whose newest seat has the log key of the keys folder; nil when there is none.
    private static func owner(_ configuration: NodeConfiguration, _ walk: EpochWalk) -> MemberID? {
        guard let text = try? TextFile.read(configuration.keysDirectory + "/log.key"),
            let key = try? KeyFile(parsing: text).publicKey
        else { return nil }
        return walk.epochs.reversed().lazy.compactMap { $0.validators.first { $0.keys.log == key }?.member }.first
    }

    /// The node's place in a set; nil when it has none there.
    func place(in validators: [Validator]) -> Int? { validators.firstIndex { $0.keys == validator.keys } }

    private static func read(
        _ name: String, _ expected: PublicKey?, _ configuration: NodeConfiguration
    ) throws -> PrivateKey {
        let (directory, passphrases) = (configuration.keysDirectory, configuration.passphrases)
        let path = directory + "/" + name + ".key"
        let text: String
        do { text = try TextFile.read(path) } catch { throw NodeStartError.noKeyFile(path) }
        let key: PrivateKey
        do throws(KeyFileError) { key = try KeyFile(parsing: text).unlock(with: passphrases) } catch {
            throw NodeStartError.badKeyFile(path, error)
        }
        guard expected.map({ key.publicKey == $0 }) ?? true else { throw NodeStartError.keyOfAnother(path) }
        return key
    }
}

/// The keys by which validators deal with each other.
struct SharedKeys: Sendable {
    let vote: PrivateKey
    let link: PrivateKey
}

/// Why a node does not start; each says what to do.
public enum NodeStartError: Error, Sendable, CustomStringConvertible {
    case noSuchValidator(String?, known: [String])
    case noKeyFile(String)
    case badKeyFile(String, KeyFileError)
    case keyOfAnother(String)
    case badGenesis(String, String)
    case genesisMissing(String, origin: String)
    case genesisDamaged(String, origin: String)
    case otherGenesis(String, found: String, expected: String)
    case signedMoreThanStored(String, signed: UInt64, stored: UInt64)
    case storedOtherThanSigned([String], size: UInt64)
    case noListenAddress(String)
    case noPeerAddress([String])
    case badEpochs(String, String)
    case badGuardRecord(String, String)
    case notInDoubt(String)
    case noReturn(validators: Int)

    public var description: String {
        switch self {
        case .noSuchValidator(let name?, let known):
            """
            the ledger, as far as it is known here, never had a validator \(name); its validators are \
            \(known.joined(separator: ", ")). Say --observe when this node is to follow until governance seats it
            """
        case .noSuchValidator(nil, let known):
            """
            the keys in the folder are those of no validator of this ledger, as far as it is known here; its \
            validators are \(known.joined(separator: ", "))
            """
        case .noKeyFile(let path):
            "\(path) cannot be read: give --keys the folder that `deedbox key node --out` has made"
        case .badKeyFile(let path, let fact): "\(path) is not a key that can be used: \(fact)"
        case .keyOfAnother(let path):
            """
            \(path) is not this validator's key on the ledger, as far as it is known here: check --keys and --member, \
            or say --observe when the node is to follow with new keys until governance registers them
            """
        case .badGenesis(let path, let fact): "\(path) is not a genesis: \(fact)"
        case .genesisMissing(let path, let origin):
            "\(path) is missing: it says which ledger this folder belongs to. Copy the genesis of \(origin) there"
        case .genesisDamaged(let path, let origin):
            "\(path) is not a genesis any more: it was altered. Copy the genesis of \(origin) there"
        case .otherGenesis(let path, let found, let expected):
            """
            \(path) is that of the ledger \(found), the genesis given is \(expected): give that ledger's genesis. Copy \
            yours there only if this file was altered
            """
        case .signedMoreThanStored(let path, let signed, let stored):
            """
            \(path) ends too early: this node has signed a log of \(signed) leaves and finds \(stored). Leaves were \
            lost, or the folder was put back from a copy. Nothing is signed. Put this segment and those behind it back \
            from a newer copy, or retire the node's keys
            """
        case .storedOtherThanSigned(let paths, let size):
            """
            \(paths.joined(separator: ", its last leaves, or ")) was altered: the first \(size) leaves are not those \
            that this node has signed. Nothing is signed. Run `deedbox ledger verify --rebuild-index`: it makes the \
            index anew when the leaves are those that were signed, and names the first that are not
            """
        case .noListenAddress(let member):
            """
            \(member) is one of several validators, and the settings do not say where it listens for the others: add \
            "listen": "host:port" to the file given with --config
            """
        case .noPeerAddress(let members):
            """
            this node is to dial, and the settings do not say where the validator \(members.joined(separator: ", ")) \
            listens: add "\(members.first ?? "")": "host:port" to "peers" in the file given with --config
            """
        case .badEpochs(let path, let fact):
            "\(path) does not lead from the genesis to today's validators: \(fact). Get GET /epochs from another node"
        case .notInDoubt(let path):
            """
            \(path) is sound, and knows of no doubt: start the node. If this folder was put back from a copy, say so \
            with --restored
            """
        case .noReturn(let validators):
            """
            of \(validators) validators none can come back that is not sure what it signed: the others are no quorum \
            without it. Its keys must not sign any more (docs/operating.md, Lost for good)
            """
        case .badGuardRecord(let path, let fact):
            """
            \(path) holds a record that this version cannot read: \(fact). Nothing is signed. Start the version of \
            deedbox that wrote it; never put an older copy back
            """
        }
    }
}
