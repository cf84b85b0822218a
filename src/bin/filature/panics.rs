//! A panic in one document is that document's error, not the end of the run.

use std::any::Any;
use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe};

thread_local! {
    /// Where the last panic of this thread happened, for the message about it.
    static PLACE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Keeps the standard message off the terminal; [`catch`] tells instead.
pub(crate) fn keep_quiet() {
    let standard = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        // A panic outside of any document is a fault of the program and shown in full.
        if CATCHING.with_borrow(|catching| *catching) {
            PLACE.set(info.location().map(ToString::to_string));
        } else {
            standard(info);
        }
    }));
}

thread_local! {
    static CATCHING: RefCell<bool> = const { RefCell::new(false) };
}

/// Runs `work`; a panic in it becomes a message.
pub(crate) fn catch<T>(work: impl FnOnce() -> T) -> Result<T, String> {
    CATCHING.set(true);
    // Whatever `work` was changing is thrown away with it.
    let result = panic::catch_unwind(AssertUnwindSafe(work));
    CATCHING.set(false);
    result.map_err(|payload| {
        let place = PLACE.take().map(|place| format!(" ({place})")).unwrap_or_default();
        format!("{}{place}", message(payload.as_ref()))
    })
}

fn message(payload: &(dyn Any + Send)) -> &str {
    payload
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| payload.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("panic without a message")
}
