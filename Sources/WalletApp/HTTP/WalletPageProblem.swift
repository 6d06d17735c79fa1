internal import NodeAPI
internal import RelyingAPI
internal import Rulebook
internal import Signing

/// Why a page of the wallet gives no other answer.
enum WalletPageProblem: Error {
    /// The browser was led here under a name that is not this machine's.
    case otherHost
    /// What was sent is no form of one of our pages.
    case otherForm
    case notInside
    case notFound

    /// What became of anything that went wrong, for people.
    static func told(_ error: any Error) -> (status: Int, words: Words) {
        switch error {
        case let problem as WalletPageProblem: problem.told
        case let refusal as GrantRefusal: (422, refusal.words)
        case let refusal as PresentingRefusal: (422, refusal.words)
        case let refusal as WalletRefusal: (422, refusal.words)
        case let refusal as RequestRefusal: (422, Words(detail: refusal.words, next: refusal.next))
        case let failure as WalletFailure: (503, failure.words)
        case let error as NodeClientError: (503, error.words)
        case RelyingClientError.problem(let problem):
            (
                problem.status >= 500 ? 503 : 422,
                .told(problem.detail, zh: problem.detailZh, next: problem.next, zh: problem.nextZh)
            )
        case let error as RelyingClientError:
            (
                503,
                .told(
                    "the desk gave no answer: \(error)", zh: "用证方没有可用的应答：\(error)",
                    next: "try again later; nothing is lost", zh: "请稍后再试；没有丢失任何东西")
            )
        case _:
            (
                500,
                .told(
                    "something went wrong that nobody foresaw", zh: "出现了未预料到的错误", next: "look at the terminal",
                    zh: "请查看终端")
            )
        }
    }

    private var told: (status: Int, words: Words) {
        switch self {
        case .otherHost:
            (
                421,
                .told(
                    "this is not the address of this wallet's pages", zh: "这不是本钱包页面的地址",
                    next: "open the address that the terminal shows", zh: "请打开终端显示的地址")
            )
        case .otherForm:
            (
                403,
                .told(
                    "this did not come from a page of this wallet", zh: "这不是从本钱包的页面提交的",
                    next: "nothing was done; open the page again", zh: "未执行任何操作；请重新打开页面")
            )
        case .notInside:
            (
                403,
                .told(
                    "the session is over", zh: "会话已结束", next: "run deedbox wallet serve again, and type its code",
                    zh: "请重新运行 deedbox wallet serve 并输入代码")
            )
        case .notFound:
            (
                404,
                .told("there is no such page", zh: "没有这个页面", next: "go back to the first page", zh: "请返回首页")
            )
        }
    }
}
