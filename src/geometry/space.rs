//! The three coordinate spaces, which the compiler keeps apart. Origin top left, y down, in all of them.
//! A transform is named `target_from_source`.

use euclid::{Box2D, Point2D, Size2D, Transform2D, Vector2D};

/// Pixels of the stored original which OCR looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {}

/// Pixels of what a link delivers, upright.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Picture {}

/// Points of the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ui {}

pub type PagePoint = Point2D<f64, Page>;
pub type PageVector = Vector2D<f64, Page>;
pub type PageBox = Box2D<f64, Page>;
pub type PageSize = Size2D<f64, Page>;

pub type PictureBox = Box2D<f64, Picture>;
pub type PictureSize = Size2D<u32, Picture>;

pub type UiPoint = Point2D<f64, Ui>;
pub type UiVector = Vector2D<f64, Ui>;
pub type UiBox = Box2D<f64, Ui>;

pub type PictureFromPage = Transform2D<f64, Page, Picture>;
pub type PageFromPicture = Transform2D<f64, Picture, Page>;
pub type UiFromPage = Transform2D<f64, Page, Ui>;
pub type PageFromUi = Transform2D<f64, Ui, Page>;
