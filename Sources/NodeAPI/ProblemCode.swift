/// The stable codes of a node's problems that are not refusals of a statement.
public enum ProblemCode: String, Sendable, CaseIterable {
    // The request.
    case noSuchPath = "no-such-path"
    case wrongMethod = "wrong-method"
    case badParameter = "bad-parameter"
    case wrongMediaType = "wrong-media-type"
    case emptyBody = "empty-body"
    case cutOff = "cut-off"
    case notStatements = "not-statements"
    case tooManyStatements = "too-many-statements"
    case bodyTooLarge = "body-too-large"
    case urlTooLong = "url-too-long"
    case headersTooLarge = "headers-too-large"
    case bodyTooSlow = "body-too-slow"
    case tooManyRequests = "too-many-requests"
    case tooManyStreams = "too-many-streams"

    // What is asked for.
    case noBlockYet = "no-block-yet"
    case noSuchTile = "no-such-tile"
    case noSuchLeaf = "no-such-leaf"
    case noSuchBlock = "no-such-block"
    case noSuchMember = "no-such-member"
    case noSuchType = "no-such-type"
    case unknownStatement = "unknown-statement"
    case bucketTooWide = "bucket-too-wide"

    // The strongroom.
    case noSuchBody = "no-such-body"
    case badRuns = "bad-runs"
    case severalUnderTag = "several-under-tag"
    case strongroomForm = "strongroom-form"
    case strongroomPutUnreadable = "strongroom-put-unreadable"
    case strongroomRootDiffers = "strongroom-root-differs"
    case strongroomBatchSize = "strongroom-batch-size"
    case strongroomBodySize = "strongroom-body-size"
    case strongroomBodyDiffers = "strongroom-body-differs"
    case strongroomNoDepositor = "strongroom-no-depositor"
    case strongroomExpiry = "strongroom-expiry"
    case strongroomTagTaken = "strongroom-tag-taken"
    case strongroomQuota = "strongroom-quota"
    case strongroomFull = "strongroom-full"
    case strongroomTooFast = "strongroom-too-fast"
    case strongroomWrongEraser = "strongroom-wrong-eraser"
    case strongroomNotKept = "strongroom-not-kept"
    case strongroomOut = "strongroom-out"

    // Deposits of grants.
    case depositTooLarge = "deposit-too-large"
    case depositUnreadable = "deposit-unreadable"
    case depositPartMissing = "deposit-part-missing"
    case depositPartDiffers = "deposit-part-differs"
    case depositOtherManifest = "deposit-other-manifest"
    case depositOtherContext = "deposit-other-context"
    case depositOtherQuorum = "deposit-other-quorum"
    case depositOtherRegulator = "deposit-other-regulator"
    case depositUses = "deposit-uses"
    case depositExpiry = "deposit-expiry"
    case depositQuota = "deposit-quota"
    case depositTooMany = "deposit-too-many"
    case depositTooFast = "deposit-too-fast"
    case depositNoRegulator = "deposit-no-regulator"
    case depositFull = "deposit-full"
    case depositsOut = "deposits-out"

    // Shares of what final statements set free.
    case releaseQuestion = "release-question"
    case releaseNotFinal = "release-not-final"
    case releaseNotSetFree = "release-not-set-free"
    case releaseEntries = "release-entries"
    case releaseKeyUnusable = "release-key-unusable"
    case releaseNothingHeld = "release-nothing-held"

    // Codes that wallets show.
    case codeUnreadable = "code-unreadable"
    case codeStranger = "code-stranger"
    case noSuchCode = "no-such-code"
    case codeTaken = "code-taken"
    case codeOver = "code-over"
    case codesFull = "codes-full"

    // The node.
    case overloaded
    case notKept = "not-kept"
    case stopping
    case storageFailed = "storage-failed"
    case notWorking = "not-working"
    case unexpected

    /// The HTTP status of the answer.
    public var status: Int {
        switch self {
        case .badParameter, .emptyBody, .cutOff, .notStatements, .tooManyStatements, .bucketTooWide, .badRuns,
            .strongroomForm, .strongroomPutUnreadable, .depositUnreadable, .releaseQuestion, .codeUnreadable:
            400
        case .strongroomNoDepositor, .strongroomQuota, .strongroomWrongEraser, .depositQuota, .codeStranger: 403
        case .noSuchPath, .noBlockYet, .noSuchTile, .noSuchLeaf, .noSuchBlock, .noSuchMember, .noSuchType,
            .unknownStatement, .noSuchBody, .releaseNothingHeld, .noSuchCode:
            404
        case .wrongMethod: 405
        case .bodyTooSlow: 408
        case .severalUnderTag, .strongroomTagTaken, .codeTaken: 409
        case .codeOver: 410
        case .bodyTooLarge, .strongroomBatchSize, .strongroomBodySize, .depositTooLarge: 413
        case .urlTooLong: 414
        case .wrongMediaType: 415
        case .strongroomRootDiffers, .strongroomBodyDiffers, .strongroomExpiry, .depositPartMissing,
            .depositPartDiffers, .depositOtherManifest, .depositOtherContext, .depositOtherQuorum,
            .depositOtherRegulator, .depositUses, .depositExpiry, .depositNoRegulator, .releaseNotSetFree,
            .releaseEntries, .releaseKeyUnusable:
            422
        case .tooManyRequests, .strongroomTooFast, .depositTooMany, .depositTooFast: 429
        case .headersTooLarge: 431
        case .storageFailed, .unexpected: 500
        case .tooManyStreams, .overloaded, .notKept, .stopping, .notWorking, .strongroomNotKept, .strongroomOut,
            .depositsOut, .releaseNotFinal:
            503
        case .strongroomFull, .depositFull, .codesFull: 507
        }
    }

    /// The phrase of the status (RFC 9110).
    var title: String { ProblemCode.title(of: status) }

    /// The phrase of a status.
    static func title(of status: Int) -> String {
        switch status {
        case 400: "Bad Request"
        case 403: "Forbidden"
        case 404: "Not Found"
        case 405: "Method Not Allowed"
        case 408: "Request Timeout"
        case 409: "Conflict"
        case 410: "Gone"
        case 413: "Content Too Large"
        case 414: "URI Too Long"
        case 415: "Unsupported Media Type"
        case 422: "Unprocessable Content"
        case 429: "Too Many Requests"
        case 431: "Request Header Fields Too Large"
        case 503: "Service Unavailable"
        case 507: "Insufficient Storage"
        default: "Internal Server Error"
        }
    }
}
