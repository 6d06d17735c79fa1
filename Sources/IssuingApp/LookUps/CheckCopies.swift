public import Accounts
public import Rulebook
public import Signing

/// Which document a file is said to be the page image of.
public enum CopyReference: Hashable, Sendable {
    /// By its number at this desk: for its own clerks.
    case document(DocumentID)
    /// By the number that is printed on it: a key of the type's rule.
    case number(TypeCode, path: String, value: String)
}

/// What is told of a file that was handed in.
public enum CopyAnswer: Hashable, Sendable {
    /// Byte for byte the image that a document on the ledger binds, and how that document stands.
    case same(LookUpStanding, since: UInt64?)
    /// Not that image, though it says that it is, or was made from it.
    case altered
    /// Nothing here is known of it.
    case unknown

    /// The word of files and of the API.
    public var word: String {
        switch self {
        case .same: "same"
        case .altered: "altered"
        case .unknown: "unknown"
        }
    }

    /// As programs read it.
    public var json: JSONValue {
        switch self {
        case .same(let standing, let since):
            [
                "result": .string(word), "standing": .string(standing.rawValue),
                "since": since.map { .integer(Int64(clamping: $0)) } ?? .null,
            ]
        case .altered, .unknown: ["result": .string(word)]
        }
    }
}

extension Desk {
    /// Most bytes of a file that is compared: more than an image may have, for an altered one may have grown.
    public static let maxCopyByteCount = 16 << 20

    /// Compares a file with the page images that documents on the ledger bind by their digests.
    ///
    /// Whoever has the file has all that it says, so nothing is entered. What does not match is counted as a wrong
    /// question is: a file and a number would otherwise tell which numbers there are. Throws `DeskRefusal`.
    public func checkCopy(
        _ file: [UInt8], of reference: CopyReference?, clerk: String? = nil, by caller: Caller
    ) throws -> CopyAnswer {
        try caller.must(.clerk, .inquirer)
        guard !file.isEmpty, file.count <= Desk.maxCopyByteCount else {
            throw DeskRefusal.attachmentSize(limit: Desk.maxCopyByteCount)
        }
        if let clerk, !(1...LookUpQuestion.maxClerkByteCount).contains(clerk.utf8.count) {
            throw DeskRefusal.badLookUp("clerk")
        }
        let meant = try reference.map { try claimed($0, by: caller) }
        try mustBeIndexed()
        let asker = LookUpAsker(caller, clerk: clerk)
        let marks = copyMarks(SHA256.digest(file), file)
        let outcome = try database.askCopy(marks, meant, asker, configuration.lookUps, at: second)
        switch outcome {
        case .done(let answer):
            try accounts.audit(AuditLine(caller, "copy-check", facts: "\(answer.word) \(asker.clerk)"), at: second)
            return answer
        case .resting(let until): throw DeskRefusal.lookUpResting(seconds: until - second)
        case .tooMany(let limit): throw DeskRefusal.tooManyLookUps(limit: limit)
        }
    }

    private func claimed(_ reference: CopyReference, by caller: Caller) throws -> ClaimedCopy {
        switch reference {
        case .document(let id):
            // Numbers of this desk stand on no paper: only its own staff have a use for them.
            try caller.must(.clerk)
            return .document(id)
        case .number(let type, let path, let value):
            guard let rule = try database.lookUpRule(of: type), rule.keys.contains(path) else {
                throw DeskRefusal.lookUpNotOffered(type)
            }
            guard value.utf8.count <= LookUpQuestion.maxTextByteCount else { throw DeskRefusal.badLookUp("value") }
            return .number(numberIndex(type, path, value: value))
        }
    }
}

/// Which documents a file is compared with.
enum ClaimedCopy: Sendable {
    case document(DocumentID)
    case number(Digest)
}
