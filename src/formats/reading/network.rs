//! One of the models that are part of the program, and how it is asked: numbers in, numbers out, on one thread.

use std::sync::Arc;

use rten::{Model, RunOptions, ThreadPool, ValueView};

use crate::formats::FormatError;

/// One thread: the worker has one processor's share, and other workers have the rest.
pub(super) fn pool() -> Arc<ThreadPool> {
    Arc::new(ThreadPool::with_num_threads(1))
}

pub(super) struct Network {
    model: Model,
    pool: Arc<ThreadPool>,
}

impl Network {
    pub fn load(bytes: &'static [u8], pool: &Arc<ThreadPool>) -> Result<Self, FormatError> {
        Ok(Self {
            model: Model::load_static_slice(bytes).map_err(failed)?,
            pool: Arc::clone(pool),
        })
    }

    /// `input` is one picture in planes: blue, green, red.
    pub fn run<const N: usize>(
        &self,
        input: &[f32],
        (width, height): (usize, usize),
    ) -> Result<([usize; N], Vec<f32>), FormatError> {
        let input = ValueView::from_shape([1, 3, height, width], input).map_err(failed)?;
        let mut options = RunOptions::default();
        options.thread_pool = Some(Arc::clone(&self.pool));
        let output = self.model.run_one(input.into(), Some(options));
        output
            .map_err(failed)?
            .into_shape_vec::<f32, N>()
            .map_err(failed)
    }
}

fn failed(error: impl std::fmt::Display) -> FormatError {
    FormatError::corrupt(&error.to_string())
}
