internal import Rulebook
public import Signing

/// The private keys of a node, each read from its file in the keys directory.
struct NodeKeys: Sendable {
    let member: MemberID
    /// The node's index in the validator set.
    let proposer: UInt64
    let validator: Validator
    let log: PrivateKey
    let cosigner: PrivateKey
    let release: PrivateKey
    /// What only a network of several needs; nil in a network of one.
    let shared: SharedKeys?

    /// Reads the keys of a validator and compares their public parts with the genesis.
    init(
        in directory: String, member: MemberID?, network: Network, passphrases: Passphrases
    ) throws {
        let validators = network.genesis.validators
        guard let index = validators.firstIndex(where: { member == nil ? validators.count == 1 : $0.member == member })
        else { throw NodeStartError.noSuchValidator(member?.text, known: validators.map(\.member.text)) }
        validator = validators[index]
        self.member = validator.member
        proposer = UInt64(index)
        log = try NodeKeys.read("log", validator.keys.log, in: directory, passphrases)
        cosigner = try NodeKeys.read("cosigner", validator.keys.cosigner, in: directory, passphrases)
        release = try NodeKeys.read("release", validator.keys.release, in: directory, passphrases)
        shared =
            validators.count == 1
            ? nil
            : SharedKeys(
                vote: try NodeKeys.read("vote", validator.keys.vote, in: directory, passphrases),
                link: try NodeKeys.read("link", validator.keys.link, in: directory, passphrases))
    }

    private static func read(
        _ name: String, _ expected: PublicKey, in directory: String, _ passphrases: Passphrases
    ) throws -> PrivateKey {
        let path = directory + "/" + name + ".key"
        let text: String
        do { text = try TextFile.read(path) } catch { throw NodeStartError.noKeyFile(path) }
        let key: PrivateKey
        do throws(KeyFileError) { key = try KeyFile(parsing: text).unlock(with: passphrases) } catch {
            throw NodeStartError.badKeyFile(path, error)
        }
        guard key.publicKey == expected else { throw NodeStartError.keyOfAnother(path) }
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
    case noPeerAddress(String)
    case unknownPeer(String, known: [String])
    case badGuardRecord(String, String)
    case notInDoubt(String)
    case noReturn(validators: Int)

    public var description: String {
        switch self {
        case .noSuchValidator(let name, let known):
            "the genesis has no validator \(name ?? "of that name"): say --member with one of \(known)"
        case .noKeyFile(let path):
            "\(path) cannot be read: give --keys the folder that `deedbox key node --out` has made"
        case .badKeyFile(let path, let fact): "\(path) is not a key that can be used: \(fact)"
        case .keyOfAnother(let path): "\(path) is not this validator's key in the genesis: check --keys and --member"
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
        case .noPeerAddress(let member):
            """
            the settings do not say where the validator \(member) listens: add "\(member)": "host:port" to "peers" in \
            the file given with --config
            """
        case .unknownPeer(let member, let known):
            "the settings name the peer \(member), and the genesis knows only \(known.joined(separator: ", "))"
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
